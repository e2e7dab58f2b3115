package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// target describes an element that a test is about to use.
type target struct {
	Problem string  // Why the element cannot be used now.
	X, Y    float64 // The point in the window to be clicked.
	Typed   bool    // The field takes its value by keys.
}

// use asks the kit's script until it has no problem with the element.
func (tab *Tab) use(function string, args ...any) (a target, err error) {
	err = tab.until(func(ctx context.Context) error {
		a = target{}
		err := tab.ask(ctx, &a, function, args...)
		if err == nil && a.Problem != "" {
			err = errors.New(a.Problem)
		}
		return err
	})
	return a, err
}

// act does something to the page and waits for the page that this may lead to.
func (tab *Tab) act(actions ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(tab.ctx, waitLimit)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		return err
	}
	return tab.follow(ctx)
}

// click presses the mouse button on the element that the kit's script finds.
func (tab *Tab) click(selector string, text any) error {
	tab.clicks++
	a, err := tab.use("aim", selector, text)
	if err != nil {
		return err
	}
	return tab.act(chromedp.MouseEvent(chromedp.MouseMoved, a.X, a.Y), chromedp.MouseClickXY(a.X, a.Y))
}

// Click clicks the first visible element that matches the selector, as soon as it does not move and nothing covers it.
// If the click leads to another page, Click waits until that is loaded.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.check(tab.click(selector, nil), "Click(%q)", selector)
}

// ClickText does the same to the first visible element that matches the selector and has the text, or contains it if
// there is no element with exactly this text.
func (tab *Tab) ClickText(selector, text string) {
	tab.t.Helper()
	tab.check(tab.click(selector, text), "ClickText(%q, %q)", selector, text)
}

// DoubleClickText clicks twice where ClickText clicks once, as people do who are in a hurry.
func (tab *Tab) DoubleClickText(selector, text string) {
	tab.t.Helper()
	a, err := tab.use("aim", selector, text)
	if err == nil {
		tab.clicks += 2
		err = tab.act(chromedp.MouseEvent(chromedp.MouseMoved, a.X, a.Y), chromedp.MouseClickXY(a.X, a.Y), chromedp.MouseClickXY(a.X, a.Y))
	}
	tab.check(err, "DoubleClickText(%q, %q)", selector, text)
}

// Type replaces the text of a field, key by key; a field with a picker, such as a date, gets its value at once.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	a, err := tab.use("focus", selector)
	switch {
	case err != nil:
	case !a.Typed:
		_, err = tab.use("fill", selector, text)
	case text == "":
		err = tab.act(chromedp.KeyEvent(kb.Delete))
	default:
		err = tab.act(chromedp.KeyEvent(text))
	}
	tab.check(err, "Type(%q, %q)", selector, text)
}

// Choose chooses the option of a select element that has the value or, if there is none, the text.
// It needs no script of the page and lets the page's scripts know.
func (tab *Tab) Choose(selector, value string) {
	tab.t.Helper()
	tab.clicks++
	_, err := tab.use("choose", selector, value)
	if err == nil {
		err = tab.act()
	}
	tab.check(err, "Choose(%q, %q)", selector, value)
}

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
