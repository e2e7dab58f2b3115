package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const (
	waitLimit = 2 * time.Minute       // How long a Tab waits for what a test expects; a busy machine takes its time.
	pause     = 10 * time.Millisecond // How long a Tab waits before it looks again.
	world     = "lerr-sitetest"       // The isolated world in which the kit's own script lives.
)

// kit is the script that answers the Tab's questions about the page, in a world of its own that page scripts cannot see.
//
//go:embed page.js
var kit string

// A Tab is a browser tab with its own cookies and storage.
// Its methods belong to the test's own goroutine and end the test when they fail.
type Tab struct {
	t         testing.TB
	ctx       context.Context
	options   Options
	waitLimit time.Duration // Shorter only where the kit's own tests expect a failure.
	frame     cdp.FrameID   // The tab's main frame.

	navigation navigation
	record     record
	clicks     int
}

// Clicks returns how often a test has pressed a link, a button, a box or a choice, or has chosen a file or an option.
func (tab *Tab) Clicks() int { return tab.clicks }

// Open opens a tab, which is closed at the end of the test.
// Tabs share nothing, so that tests can run in parallel.
func Open(t testing.TB, o Options) *Tab {
	t.Helper()
	if err := chromium.start(); err != nil {
		t.Fatalf("browser: %v", err)
	}
	tab := &Tab{t: t, options: o, waitLimit: waitLimit}
	ctx, _ := chromedp.NewContext(chromium.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.observe))
	tab.ctx = ctx
	t.Cleanup(tab.close)
	if err := tab.prepare(); err != nil {
		t.Fatalf("browser: opening a tab: %v", err)
	}
	return tab
}

// prepare creates the browser tab and makes it what the options say.
func (tab *Tab) prepare() error {
	if err := chromedp.Do(tab.ctx); err != nil {
		return err
	}
	tab.frame = cdp.FrameID(chromedp.FromContext(tab.ctx).Target.TargetID)
	tab.navigation.locked(func() { tab.navigation.frame = tab.frame })
	// The browser tells of each style sheet and element to those who ask; all of that would be for nothing.
	quiet := errors.Join(
		call(tab.ctx, css.Disable, cdp.Empty{}), call(tab.ctx, dom.Disable, cdp.Empty{}),
		call(tab.ctx, page.SetLifecycleEventsEnabled, page.SetLifecycleEventsEnabledParams{}),
	)
	if err := errors.Join(quiet, tab.options.apply(tab.ctx)); err != nil {
		return err
	}
	return call(tab.ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: kit, WorldName: world})
}

// close ends the tab; a failed test gets to read what the browser had to complain about.
func (tab *Tab) close() {
	if tab.t.Failed() {
		for _, complaint := range tab.record.complaints() {
			tab.t.Logf("browser: complaint: %s", complaint)
		}
	}
	if err := chromedp.Cancel(tab.ctx); err != nil {
		tab.t.Logf("browser: closing the tab: %v", err)
	}
}

// observe handles every event of the tab, in order.
func (tab *Tab) observe(event any) {
	tab.navigation.observe(event)
	tab.record.observe(event)
	if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
		// A dialog would stop the page for ever. An error means that the dialog or the tab is gone already.
		go func() {
			_ = call(tab.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

// check ends the test if a call of the kit failed. The format and its arguments name the call.
func (tab *Tab) check(err error, format string, args ...any) {
	tab.t.Helper()
	if err != nil {
		tab.navigation.locked(func() {
			tab.t.Helper()
			tab.t.Fatalf("browser: %s: %v (at %s)", fmt.Sprintf(format, args...), err, tab.navigation.at)
		})
	}
}

// call sends the browser a command whose result nobody needs.
func call[P, R any](ctx context.Context, command cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(ctx, command, params)
	return err
}

// until makes attempts, each at a page that is not loading, until one succeeds or the tab's waitLimit has passed.
// An exception thrown in the page ends it at once.
func (tab *Tab) until(attempt func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(tab.ctx, waitLimit)
	defer cancel()
	end := time.After(tab.waitLimit)
	var reason error
	for {
		err := tab.navigation.settle(ctx)
		if err == nil {
			err = attempt(ctx)
		}
		var exception thrown
		if err == nil || errors.As(err, &exception) {
			return err
		}
		if reason == nil || ctx.Err() == nil {
			reason = err
		}
		select {
		case <-end:
			return fmt.Errorf("%w (gave up after %v)", reason, tab.waitLimit)
		case <-time.After(pause):
		}
	}
}

// ask calls a function of the kit's script in the page and decodes what it returns.
func (tab *Tab) ask(ctx context.Context, out any, function string, args ...any) error {
	list, err := json.Marshal(args)
	if err != nil {
		return err
	}
	arguments := strings.TrimSuffix(strings.TrimPrefix(string(list), "["), "]")
	question := "kit." + function + "(" + arguments + ")"
	err = tab.evaluateApart(ctx, question, out)
	if exception, ok := errors.AsType[thrown](err); ok && strings.Contains(string(exception), "kit is not defined") {
		return tab.evaluateApart(ctx, kit+"\n"+question, out) // a page that was there before the kit
	}
	return err
}

// answer waits until a function of the kit's script can be called, and returns what it returns.
// The call is the one of the Tab that a failure names.
func answer[T any](tab *Tab, call, function string, args ...any) (out T) {
	tab.t.Helper()
	tab.check(tab.until(func(ctx context.Context) error { return tab.ask(ctx, &out, function, args...) }), "%s", call)
	return out
}

// evaluateApart evaluates an expression in the kit's own world.
func (tab *Tab) evaluateApart(ctx context.Context, expression string, out any) error {
	apart, err := chromedp.Call(ctx, page.CreateIsolatedWorld,
		page.CreateIsolatedWorldParams{FrameID: tab.frame, WorldName: world})
	if err != nil {
		return err
	}
	return evaluate(ctx, apart.ExecutionContextID, expression, out)
}

// thrown is an exception that the page threw at a question.
type thrown string

// Error returns the text of the exception.
func (t thrown) Error() string { return string(t) }

// evaluate evaluates an expression in a world of the page, 0 being the page's own, awaits a promise and decodes the
// result into out, if it is not nil.
func evaluate(ctx context.Context, where runtime.ExecutionContextID, expression string, out any) error {
	yes := true
	answer, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: where, ReturnByValue: &yes, AwaitPromise: &yes,
	})
	switch {
	case err != nil:
		return err
	case answer.ExceptionDetails != nil:
		return thrown(exception(answer.ExceptionDetails))
	case out == nil:
		return nil
	case len(answer.Result.Value) == 0:
		return fmt.Errorf("the value %s%s has no JSON", answer.Result.Type, answer.Result.Description)
	}
	return json.Unmarshal(answer.Result.Value, out)
}
