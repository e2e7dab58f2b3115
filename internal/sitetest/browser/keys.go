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
	key = name
	for {
		before, after, _ := strings.Cut(key, "+")
		modifier, known := modifiers[before]
		if !known || after == "" {
			break
		}
		held, key = append(held, modifier), after
	}
	if named, ok := keys[key]; ok {
		return named, held, nil
	}
	if utf8.RuneCountInString(key) != 1 {
		return "", nil, fmt.Errorf("there is no key %q", name)
	}
	return key, held, nil
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
		tab.check(err, "Press(%q)", name)
	}
}
