package browser

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Screenshot writes a PNG image of the window, or of the full page, to a file, making its folder.
func (tab *Tab) Screenshot(path string, fullPage bool) {
	tab.t.Helper()
	err := tab.picture(path, func(ctx context.Context) ([]byte, error) {
		image, err := chromedp.Call(ctx, page.CaptureScreenshot,
			page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &fullPage})
		return image.Data, err
	})
	if err != nil {
		tab.fail(err, "Screenshot(%q, %v)", path, fullPage)
	}
}

// PDF prints the page, on the paper and with the margins that its style asks for, to a file, making its folder.
func (tab *Tab) PDF(path string) {
	tab.t.Helper()
	err := tab.picture(path, func(ctx context.Context) ([]byte, error) {
		yes := true
		paper, err := chromedp.Call(ctx, page.PrintToPDF,
			page.PrintToPDFParams{PrintBackground: &yes, PreferCSSPageSize: &yes, GenerateTaggedPDF: &yes})
		return paper.Data, err
	})
	if err != nil {
		tab.fail(err, "PDF(%q)", path)
	}
}

// picture takes a picture of the page once its fonts are there, and writes it to a file.
func (tab *Tab) picture(path string, take func(context.Context) ([]byte, error)) error {
	var data []byte
	err := tab.until(func(ctx context.Context) error {
		if err := tab.ask(ctx, nil, "still"); err != nil {
			return err
		}
		var err error
		data, err = take(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
