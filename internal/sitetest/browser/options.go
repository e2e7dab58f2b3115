package browser

import (
	"cmp"
	"context"
	"errors"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Options describes the reader whose browser a Tab is. The zero value is a light 1280x800 window with scripts.
type Options struct {
	Width, Height int  // The size of the window in CSS pixels.
	Dark          bool // The reader prefers a dark colour scheme.
	NoScript      bool // The page's scripts do not run; the Tab's own questions still work, except Axe.
	Print         bool // The page is laid out for paper instead of for a screen.
	ReducedMotion bool // The reader asked for less motion.
	ForcedColors  bool // The system dictates its own few colours.
	LargeText     bool // The reader has set text to twice its size.
}

// media returns the emulated media type and media features.
func (o Options) media() emulation.SetEmulatedMediaParams {
	choose := func(name string, on bool, yes, no string) *emulation.MediaFeature {
		if !on {
			yes = no
		}
		return &emulation.MediaFeature{Name: name, Value: yes}
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		choose("prefers-color-scheme", o.Dark, "dark", "light"),
		choose("prefers-reduced-motion", o.ReducedMotion, "reduce", "no-preference"),
		choose("forced-colors", o.ForcedColors, "active", "none"),
	}}
	if o.Print {
		media.Media = "print"
	}
	return media
}

// apply makes the browser tab of ctx behave as the options say.
// The focus is emulated because only one of several parallel windows could have it.
func (o Options) apply(ctx context.Context) error {
	size := int64(16)
	if o.LargeText {
		size *= 2
	}
	return errors.Join(
		call(ctx, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: size}}),
		chromedp.Do(ctx, chromedp.EmulateViewport(int64(cmp.Or(o.Width, 1280)), int64(cmp.Or(o.Height, 800)))),
		call(ctx, emulation.SetEmulatedMedia, o.media()),
		call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: o.NoScript}),
	)
}
