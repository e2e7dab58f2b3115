package browser

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys are the keys that have a name.
var keys = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Space": " ", "Escape": kb.Escape, "Backspace": kb.Backspace, "Delete": kb.Delete,
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	"Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
}

// modifiers are the keys that are held while another is pressed.
var modifiers = map[string]chromedp.Modifier{
	"Shift": chromedp.ModifierShift, "Control": chromedp.ModifierCtrl, "Alt": chromedp.ModifierAlt, "Meta": chromedp.ModifierMeta,
}

// parseKey reads a key such as "Enter", "a" or "Shift+Tab".
func parseKey(name string) (key string, held []chromedp.Modifier, err error) {
	rest := name
	for {
		before, after, found := strings.Cut(rest, "+")
		modifier, known := modifiers[before]
		if !found || !known || after == "" {
			break
		}
		held, rest = append(held, modifier), after
	}
	if key, ok := keys[rest]; ok {
		return key, held, nil
	}
	if utf8.RuneCountInString(rest) != 1 {
		return "", nil, fmt.Errorf("there is no key %q", name)
	}
	return rest, held, nil
}

// key presses and releases a key whose name is known to be right.
func key(name string, held ...chromedp.Modifier) chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(keys[name], chromedp.KeyModifiers(held...))
}

// Press presses keys one after the other, where the focus is: "Tab", "Enter", "Space", "Escape", "Backspace", "Delete",
// "ArrowUp", "Home", "PageDown" and their like, a single character, each also with a modifier as in "Shift+Tab".
// If a key leads to another page, Press waits until that is loaded before it presses the next key.
func (tab *Tab) Press(names ...string) {
	tab.t.Helper()
	for _, name := range names {
		char, held, err := parseKey(name)
		if err == nil {
			err = tab.act(chromedp.KeyEvent(char, chromedp.KeyModifiers(held...)))
		}
		if err != nil {
			tab.fail(err, "Press(%q)", name)
		}
	}
}
