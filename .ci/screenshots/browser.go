package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed rules.js
var rulesJS string

// withoutStyle takes away what many mail apps take away: the style sheet and what the head says of colours. What
// stays is the light letter, which such an app turns around by itself when the phone is dark.
const withoutStyle = `document.querySelectorAll("head style, head meta[name$=color-scheme], head meta[name$=color-schemes]").forEach((e) => e.remove())`

// forced is one of the two usual ways to turn a page around, the one that keeps the hue.
const forced = `document.documentElement.style.cssText += ";background:#fff;filter:invert(1) hue-rotate(180deg)"`

// browser starts one headless Chromium. It reaches nothing but files: no name is ever resolved.
func browser(ctx context.Context) (context.Context, context.CancelFunc) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("font-render-hinting", "none"),
		// The letters in a preview are frames in a sandbox: in the same process, or neither their pictures nor what
		// they ask for would be seen.
		chromedp.Flag("disable-features", "site-per-process,Translate,IsolateSandboxedIframes"),
	)
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox) // Chromium's sandbox refuses root, and the pages are our own
	}
	ctx, stop := chromedp.NewExecAllocator(ctx, opts...)
	tab, leave := chromedp.NewContext(ctx)
	return tab, func() { leave(); stop() }
}

// tab is one tab of the browser, which counts what its pages ask of the world.
type tab struct {
	ctx    context.Context
	width  int
	scheme string

	mu   sync.Mutex
	asks []string
}

func newTab(ctx context.Context) (*tab, error) {
	t := &tab{ctx: ctx}
	err := chromedp.Listen(ctx, func(event any) {
		e, ok := event.(*network.EventRequestWillBeSent)
		if !ok || strings.HasPrefix(e.Request.URL, "data:") {
			return
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.asks = append(t.asks, e.Request.URL)
	})
	if err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		return nil, err
	}
	_, err = chromedp.Call(ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{
		{URLPattern: "http{s}?://*:*/*", Block: true}, {URLPattern: "ws{s}?://*:*/*", Block: true},
	}})
	if err != nil {
		return nil, err
	}
	// Nobody needs the tree of the page here, and chromedp would complain whenever open replaces it.
	_, err = chromedp.Call(ctx, dom.Disable, cdp.Empty{})
	return t, err
}

// requests are the addresses that were asked for since the last call.
func (t *tab) requests() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.asks
	t.asks = nil
	return out
}

// open shows a page. It is written into the document that is there already: that takes a fifth of the time that
// opening it as a file would. What it wants to fetch has been asked for when open returns.
func (t *tab) open(page string) error {
	text, err := json.Marshal(page)
	if err != nil {
		return err
	}
	return t.run(fmt.Sprintf("document.open(); document.write(%s); document.close(); %s", text, rulesJS))
}

// mode makes the window width px wide, and the system light or dark.
func (t *tab) mode(width int, scheme string) error {
	if width != t.width {
		if err := chromedp.Do(t.ctx, chromedp.EmulateViewport(int64(width), 800)); err != nil {
			return err
		}
		t.width = width
	}
	if scheme == t.scheme {
		return nil
	}
	t.scheme = scheme
	_, err := chromedp.Call(t.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	return err
}

func (t *tab) run(js string) error {
	return chromedp.Do(t.ctx, chromedp.Evaluate[chromedp.Void](js))
}

// broken are the rules that the page breaks.
func (t *tab) broken(rules string) ([]string, error) {
	return chromedp.Run(t.ctx, chromedp.Evaluate[[]string](fmt.Sprintf("looks(%q)", rules)))
}

// picture is the whole page as PNG, scale pixels for each of its own.
func (t *tab) picture(width int, scale float64) ([]byte, error) {
	height, err := chromedp.Run(t.ctx, chromedp.Evaluate[float64](`document.documentElement.getBoundingClientRect().height`))
	if err != nil {
		return nil, err
	}
	shot, err := chromedp.Call(t.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Clip:                  &page.Viewport{Width: float64(width), Height: math.Ceil(height), Scale: scale},
		CaptureBeyondViewport: ptr(true),
		OptimizeForSpeed:      ptr(scale == 1),
	})
	return shot.Data, err
}

func ptr[T any](v T) *T { return &v }
