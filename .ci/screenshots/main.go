// Command screenshots opens every letter in headless Chromium as a phone and a wide window show it, light, dark
// and turned around by a mail app, complains of what nobody should have to read, and leaves pictures to look at.
//
// It is a module of its own, so that what drives the browser never becomes a dependency of convene.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// main ones are pictured in every language, width and colour; of the others, the English ones are pictured light
// on a phone and dark in a wide window. All of them are checked.
var mainOnes = []string{"invitation", "welcome", "letter-turn", "letter-reflection", "letter-digest", "letter-health", "charter", "pack", "survey", "report", "receipt-status", "monday"}

func main() {
	dir := flag.String("dir", "screenshots", "folder that has the letters in pages/ and gets the pictures")
	only := flag.String("only", "", "look only at pages that have this in their names, and take every picture of them")
	keep := flag.String("keep", "", "look at nothing, and write the pictures that README.md shows into this folder")
	previewed := flag.String("gallery", "", "look at this folder's pages too, which convene preview --html wrote")
	flag.Parse()
	if *keep != "" {
		if err := keepPictures(context.Background(), *dir, *keep); err != nil {
			fmt.Fprintln(os.Stderr, "screenshots:", err)
			os.Exit(2)
		}
		return
	}
	n, broken, err := run(context.Background(), *dir, *only, *previewed)
	for _, line := range broken {
		fmt.Println(line)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(2)
	}
	fmt.Printf("%d pages, %d complaints; look at %s\n", n, len(broken), filepath.Join(*dir, "index.html"))
	if len(broken) > 0 {
		os.Exit(1)
	}
}

// run looks at every page in dir/pages, and at those of a preview, and says how many there are and what is wrong with them.
func run(ctx context.Context, dir, only, previewed string) (int, []string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return 0, nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "pages", "*"+only+"*.html"))
	if err != nil {
		return 0, nil, err
	}
	if len(files) == 0 {
		return 0, nil, fmt.Errorf("no pages in %s", filepath.Join(dir, "pages"))
	}
	ctx, stop := browser(ctx)
	defer stop()
	if err := chromedp.Do(ctx); err != nil { // starts it
		return 0, nil, err
	}

	glances := make([]glance, len(files))
	queue := make(chan int)
	errs := make([]error, 2)
	var workers sync.WaitGroup
	for w := range errs {
		workers.Go(func() {
			tabCtx, leave := chromedp.NewContext(ctx)
			defer leave()
			t, err := newTab(tabCtx)
			for i := range queue {
				if err != nil {
					continue // the others are not kept waiting
				}
				var text []byte
				if text, err = os.ReadFile(files[i]); err == nil {
					name := strings.TrimSuffix(filepath.Base(files[i]), ".html")
					glances[i], err = t.look(name, string(text), dir, wanted(name, only != ""))
				}
			}
			errs[w] = err
		})
	}
	for i := range files {
		queue <- i
	}
	close(queue)
	workers.Wait()
	if err := errors.Join(errs...); err != nil {
		return 0, nil, err
	}
	var broken []string
	for _, g := range glances {
		broken = append(broken, g.broken...)
	}
	if previewed != "" {
		n, found, err := gallery(ctx, previewed)
		if err != nil {
			return 0, nil, err
		}
		files, broken = append(files, make([]string, n)...), append(broken, found...)
	}
	return len(files), broken, os.WriteFile(filepath.Join(dir, "index.html"), index(glances), 0o644)
}

func keepPictures(ctx context.Context, dir, into string) error {
	ctx, stop := browser(ctx)
	defer stop()
	t, err := newTab(ctx)
	if err != nil {
		return err
	}
	return t.keep(filepath.Join(dir, "pages"), into)
}

// wanted are the pictures to take of a page.
func wanted(page string, all bool) []shot {
	lang, name, _ := strings.Cut(page, "-")
	switch {
	case all || slices.Contains(mainOnes, name):
		return allShots
	case lang == "en":
		return []shot{{phone, "light"}, {wide, "dark"}}
	}
	return nil
}
