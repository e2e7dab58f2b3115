package browser

import (
	"context"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Text waits for an element that matches the selector and returns the text of the first as the reader sees it.
// An element that is not shown gives the text it would have.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	var text *string
	tab.check(tab.until(func(ctx context.Context) error {
		err := tab.ask(ctx, &text, "text", selector)
		if err == nil && text == nil {
			err = errors.New("no element matches")
		}
		return err
	}), "Text(%q)", selector)
	return *text
}

// Visible reports whether an element that matches the selector can be seen now.
func (tab *Tab) Visible(selector string) bool {
	tab.t.Helper()
	return answer[bool](tab, fmt.Sprintf("Visible(%q)", selector), "visible", selector)
}

// WaitVisible waits until an element that matches the selector can be seen.
func (tab *Tab) WaitVisible(selector string) {
	tab.t.Helper()
	tab.check(tab.until(func(ctx context.Context) error {
		var visible bool
		err := tab.ask(ctx, &visible, "visible", selector)
		if err == nil && !visible {
			err = errors.New("no visible element matches")
		}
		return err
	}), "WaitVisible(%q)", selector)
}

// WaitFor waits until a JavaScript expression is true in the page; an exception counts as not yet true.
func (tab *Tab) WaitFor(expression string) {
	tab.t.Helper()
	tab.check(tab.until(func(ctx context.Context) error {
		var truth bool
		err := evaluate(ctx, 0, "Boolean("+expression+")", &truth)
		if exception, ok := errors.AsType[thrown](err); ok {
			return errors.New(string(exception))
		}
		if err == nil && !truth {
			err = errors.New("it is not true")
		}
		return err
	}), "WaitFor(%q)", expression)
}

// Eval evaluates a JavaScript expression in the page, awaits it if it is a promise and decodes its JSON into out.
// The out may be nil. A promise that needs a timer or the network never ends with NoScript.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, waitLimit)
	defer cancel()
	err := tab.navigation.settle(ctx)
	if err == nil {
		err = evaluate(ctx, 0, expression, out)
	}
	if err == nil {
		err = tab.follow(ctx)
	}
	tab.check(err, "Eval(%q)", expression)
}

// Focused describes the element that has the focus, such as `a#next "Next page"`; it is empty if none has it.
func (tab *Tab) Focused() string {
	tab.t.Helper()
	return answer[string](tab, "Focused()", "focused")
}

// Overflow describes how the page is wider than its window, naming the elements that stick out most and are not inside
// a scroll container of their own; it is empty if the page fits.
func (tab *Tab) Overflow() string {
	tab.t.Helper()
	return answer[string](tab, "Overflow()", "overflow")
}

// LayoutShift describes what has moved since the page began to load, other than by the reader's input, and from where to
// where; it is empty if nothing has.
func (tab *Tab) LayoutShift() string {
	tab.t.Helper()
	return answer[string](tab, "LayoutShift()", "layoutShift")
}

// Arrival lets a page of the site that the tab is at arrive piece by piece, each of so many tags, and describes what a
// reader sees move while it does; it is empty if nothing moves. The page that it leaves in the tab is not for further
// questions.
func (tab *Tab) Arrival(path string, tags int) []string {
	tab.t.Helper()
	return answer[[]string](tab, "Arrival("+path+")", "arrival", path, tags)
}

// EvalFrame evaluates a JavaScript expression in the only frame of the page, apart from the frame's own scripts and
// whatever the frame forbids, and decodes its JSON into out.
func (tab *Tab) EvalFrame(expression string, out any) {
	tab.t.Helper()
	tab.check(tab.until(func(ctx context.Context) error {
		tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return err
		}
		frames := tree.FrameTree.ChildFrames
		if len(frames) != 1 {
			return fmt.Errorf("the page has %d frames in its process, want 1", len(frames))
		}
		apart, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frames[0].Frame.ID, WorldName: world})
		if err != nil {
			return err
		}
		return evaluate(ctx, apart.ExecutionContextID, expression, out)
	}), "EvalFrame(%q)", expression)
}
