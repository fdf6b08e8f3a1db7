package main

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// kept are the pictures that README.md shows, by the file they are kept in: one letter on a desk in the light, and
// one on a phone in the dark.
var kept = []struct {
	file, page string
	shot
}{
	{"letter.png", "en-letter-turn", shot{wide, "light"}},
	{"letter-phone.png", "en-survey", shot{phone, "dark"}},
}

// A kept picture has two pixels for each of the page, so that it is sharp on every screen, and is small enough for
// a repository: in so many colours, and of so many bytes.
const (
	keptScale  = 2
	keptColors = 64
	keptBytes  = 120 << 10
)

// keep takes the pictures of README.md anew, from the letters in pages, into dir.
func (t *tab) keep(pages, dir string) error {
	for _, k := range kept {
		text, err := os.ReadFile(filepath.Join(pages, k.page+".html"))
		if err != nil {
			return err
		}
		if err := t.open(string(text)); err != nil {
			return err
		}
		if err := t.mode(k.width, k.mode); err != nil {
			return err
		}
		full, err := t.picture(k.width, keptScale)
		if err != nil {
			return err
		}
		small, err := fewerColors(full, keptColors)
		if err != nil {
			return fmt.Errorf("%s: %w", k.file, err)
		}
		if len(small) > keptBytes {
			return fmt.Errorf("%s has %d bytes, more than %d", k.file, len(small), keptBytes)
		}
		if err := os.WriteFile(filepath.Join(dir, k.file), small, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fewerColors writes a PNG anew in its n most frequent colours. A letter has two or three, and what lies between
// them at the edges of its type.
func fewerColors(data []byte, n int) ([]byte, error) {
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	often := map[color.RGBA]int{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			often[color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)]++
		}
	}
	colors := slices.SortedFunc(maps.Keys(often), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(often[b], often[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var palette color.Palette
	for _, c := range colors[:min(n, len(colors))] {
		palette = append(palette, c)
	}
	out := image.NewPaletted(img.Bounds(), palette)
	draw.Draw(out, out.Bounds(), img, image.Point{}, draw.Src)
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out)
	return b.Bytes(), err
}
