package browser

import (
	"context"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Options says what kind of reader a Tab stands for; the zero value is a light 1280x800 window with scripts.
type Options struct {
	Width, Height int  // The size of the window in CSS pixels.
	Dark          bool // The reader prefers a dark colour scheme.
	NoScript      bool // The page's scripts do not run; the Tab's own questions still work, except Axe.
	Print         bool // The page is laid out for paper instead of for a screen.
	ReducedMotion bool // The reader asked for less motion.
	ForcedColors  bool // The system dictates its own few colours.
}

// withDefaults fills in the size of a window that has none.
func (o Options) withDefaults() Options {
	if o.Width == 0 {
		o.Width = 1280
	}
	if o.Height == 0 {
		o.Height = 800
	}
	return o
}

// media returns the emulated media type and media features.
func (o Options) media() emulation.SetEmulatedMediaParams {
	choose := func(name string, on bool, yes, no string) *emulation.MediaFeature {
		if on {
			return &emulation.MediaFeature{Name: name, Value: yes}
		}
		return &emulation.MediaFeature{Name: name, Value: no}
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
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(o.Width), Height: int64(o.Height), DeviceScaleFactor: 1,
	}); err != nil {
		return err
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, o.media()); err != nil {
		return err
	}
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled,
		emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		return err
	}
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: o.NoScript})
	return err
}
