package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// desk is as wide as the window of most who sit at one.
const desk = 1280

// gallery looks at every page of a preview, on a phone and on a desk, light and dark, and leaves pictures of the
// first pages of each kind.
func gallery(ctx context.Context, dir string) (int, []string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return 0, nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		return 0, nil, err
	}
	if len(files) == 0 {
		return 0, nil, fmt.Errorf("no pages in %s", dir)
	}
	t, err := newTab(ctx)
	if err != nil {
		return 0, nil, err
	}
	var broken []string
	pictured := map[string]bool{}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".html")
		kind, _, _ := strings.Cut(name, "-")
		page := (&url.URL{Scheme: "file", Path: f}).String()
		if err := chromedp.Do(t.ctx, chromedp.Navigate(page)); err != nil { // letters are frames here, which open would not show
			return 0, nil, err
		}
		if err := t.run(rulesJS); err != nil {
			return 0, nil, err
		}
		for _, s := range []shot{{phone, "light"}, {desk, "light"}, {desk, "dark"}} {
			if err := t.mode(s.width, s.mode); err != nil {
				return 0, nil, err
			}
			found, err := t.broken("layout contrast")
			if err != nil {
				return 0, nil, err
			}
			for _, b := range found {
				broken = append(broken, fmt.Sprintf("gallery: %s, %d px, %s: %s", name, s.width, s.mode, b))
			}
			if pictured[kind] {
				continue
			}
			if err := t.stretch(); err != nil {
				return 0, nil, err
			}
			png, err := t.picture(s.width, 1)
			if err != nil {
				return 0, nil, err
			}
			if err := os.WriteFile(filepath.Join(dir, s.file(name)), png, 0o644); err != nil {
				return 0, nil, err
			}
		}
		pictured[kind] = true
		for _, asked := range t.requests() {
			if asked != page {
				broken = append(broken, fmt.Sprintf("gallery: %s: asks the world for %s", name, asked))
			}
		}
	}
	return len(files), broken, nil
}

// stretch makes the window as high as the page: frames out of sight are not painted.
func (t *tab) stretch() error {
	height, err := chromedp.Run(t.ctx, chromedp.Evaluate[float64](`document.documentElement.scrollHeight`))
	if err != nil {
		return err
	}
	width := t.width
	t.width = 0 // mode makes the window usual again
	return chromedp.Do(t.ctx, chromedp.EmulateViewport(int64(width), int64(height)))
}
