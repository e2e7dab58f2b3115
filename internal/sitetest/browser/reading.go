package browser

import (
	"context"
	"errors"
)

// Title returns the title of the page.
func (tab *Tab) Title() string {
	tab.t.Helper()
	var title string
	if err := tab.until(func(ctx context.Context) error { return tab.ask(ctx, &title, "title") }); err != nil {
		tab.fail(err, "Title()")
	}
	return title
}

// Text waits for an element that matches the selector and returns the text of the first as the reader sees it.
// An element that is not shown gives the text it would have.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	var text *string
	err := tab.until(func(ctx context.Context) error {
		if err := tab.ask(ctx, &text, "text", selector); err != nil {
			return err
		}
		if text == nil {
			return errors.New("no element matches")
		}
		return nil
	})
	if err != nil {
		tab.fail(err, "Text(%q)", selector)
	}
	return *text
}

// Visible tells whether an element that matches the selector can be seen now.
func (tab *Tab) Visible(selector string) bool {
	tab.t.Helper()
	var visible bool
	if err := tab.until(func(ctx context.Context) error { return tab.ask(ctx, &visible, "visible", selector) }); err != nil {
		tab.fail(err, "Visible(%q)", selector)
	}
	return visible
}

// WaitVisible waits until an element that matches the selector can be seen.
func (tab *Tab) WaitVisible(selector string) {
	tab.t.Helper()
	err := tab.until(func(ctx context.Context) error {
		var visible bool
		if err := tab.ask(ctx, &visible, "visible", selector); err != nil {
			return err
		}
		if !visible {
			return errors.New("no visible element matches")
		}
		return nil
	})
	if err != nil {
		tab.fail(err, "WaitVisible(%q)", selector)
	}
}

// WaitFor waits until a JavaScript expression is true in the page; an exception counts as not yet true.
func (tab *Tab) WaitFor(expression string) {
	tab.t.Helper()
	err := tab.until(func(ctx context.Context) error {
		var truth bool
		err := evaluate(ctx, 0, "Boolean("+expression+")", &truth)
		var exception thrown
		if errors.As(err, &exception) {
			return errors.New(string(exception))
		}
		if err == nil && !truth {
			return errors.New("it is not true")
		}
		return err
	})
	if err != nil {
		tab.fail(err, "WaitFor(%q)", expression)
	}
}

// Eval evaluates a JavaScript expression in the page, awaits it if it is a promise and decodes its JSON into out.
// The out may be nil. A promise that needs a timer or the network never ends with NoScript.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	err := tab.navigation.settle(ctx)
	if err == nil {
		err = evaluate(ctx, 0, expression, out)
	}
	if err == nil {
		err = tab.follow(ctx)
	}
	if err != nil {
		tab.fail(err, "Eval(%q)", expression)
	}
}

// Focused describes the element that has the focus, such as `a#next "Next page"`; it is empty if none has it.
func (tab *Tab) Focused() string {
	tab.t.Helper()
	var focused string
	if err := tab.until(func(ctx context.Context) error { return tab.ask(ctx, &focused, "focused") }); err != nil {
		tab.fail(err, "Focused()")
	}
	return focused
}
