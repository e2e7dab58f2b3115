package browser

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestParseKey(t *testing.T) {
	for _, c := range []struct {
		name, key string
		held      []chromedp.Modifier
	}{
		{"Tab", kb.Tab, nil},
		{"Shift+Tab", kb.Tab, []chromedp.Modifier{chromedp.ModifierShift}},
		{"Control+Shift+a", "a", []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierShift}},
		{"ü", "ü", nil},
		{"+", "+", nil},
		{"Control++", "+", []chromedp.Modifier{chromedp.ModifierCtrl}},
	} {
		key, held, err := parseKey(c.name)
		if err != nil || key != c.key || !slices.Equal(held, c.held) {
			t.Errorf("parseKey(%q) = %q, %v, %v; want %q, %v", c.name, key, held, err, c.key, c.held)
		}
	}
	for _, name := range []string{"", "Return", "Hyper+a", "Shift+"} {
		if key, _, err := parseKey(name); err == nil {
			t.Errorf("parseKey(%q) = %q, want an error", name, key)
		}
	}
}
