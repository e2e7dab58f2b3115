package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// navigation holds from the browser's events whether the tab's main frame is loading another page.
type navigation struct {
	mu        sync.Mutex
	frame     cdp.FrameID
	requested bool   // Somebody asked for a page, whose loading has not begun.
	started   string // The URL whose loading began last.
	loading   bool   // A page is being loaded.
	at        string // The URL of the current page, from the last event about it.
}

// locked runs a function that reads or changes n.
func (n *navigation) locked(use func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	use()
}

// observe handles an event of the tab.
func (n *navigation) observe(event any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch e := event.(type) {
	case *page.EventFrameRequestedNavigation:
		// The page's and the browser's own events are not ordered, so that the start may be known before the request.
		begun := n.loading && n.started == e.URL
		if e.FrameID == n.frame && e.Disposition == page.ClientNavigationDispositionCurrentTab && !begun {
			n.requested = true
		}
	case *page.EventFrameStartedNavigating:
		if e.FrameID == n.frame {
			n.requested, n.loading, n.started = false, true, e.URL
		}
	case *page.EventFrameStartedLoading:
		if e.FrameID == n.frame {
			n.requested, n.loading = false, true
		}
	case *page.EventFrameStoppedLoading:
		if e.FrameID == n.frame {
			n.loading = false
		}
	case *page.EventNavigatedWithinDocument:
		if e.FrameID == n.frame {
			n.at = e.URL
		}
	case *page.EventFrameNavigated:
		if e.Frame.ID == n.frame {
			n.at = e.Frame.URL + e.Frame.URLFragment
		}
	}
}

// settle waits until no page is being loaded.
func (n *navigation) settle(ctx context.Context) error {
	for {
		var busy bool
		n.locked(func() { busy = n.requested || n.loading })
		if !busy {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.New("the page is still loading")
		case <-time.After(pause / 5):
		}
	}
}

// Go opens a URL and waits until the page is loaded, whatever its status is.
func (tab *Tab) Go(url string) {
	tab.t.Helper()
	err := tab.navigate(func(ctx context.Context) error {
		result, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: url})
		if err == nil && result.ErrorText != "" {
			err = errors.New(result.ErrorText)
		}
		return err
	})
	tab.check(err, "Go(%q)", url)
}

// Back goes back to the page before this one and waits until it is loaded.
func (tab *Tab) Back() {
	tab.t.Helper()
	err := tab.navigate(func(ctx context.Context) error {
		history, err := chromedp.Call(ctx, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		if history.CurrentIndex < 1 {
			return errors.New("there is no page before this one")
		}
		entry := history.Entries[history.CurrentIndex-1].ID
		return call(ctx, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: entry})
	})
	tab.check(err, "Back()")
}

// navigate waits for the current page, gives an order that surely leads to a page and waits for that page.
func (tab *Tab) navigate(order func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(tab.ctx, waitLimit)
	defer cancel()
	if err := tab.navigation.settle(ctx); err != nil {
		return err
	}
	n := &tab.navigation
	n.locked(func() { n.requested = true })
	if err := order(ctx); err != nil {
		n.locked(func() { n.requested = false })
		return err
	}
	return tab.navigation.settle(ctx)
}

// follow waits for the page that a click or a key may have led to.
// The browser answers the question after it reported what the page did until then, so that a navigation is known.
func (tab *Tab) follow(ctx context.Context) error {
	// An error means that the page is gone, which settle waits out.
	_ = call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "0"})
	return tab.navigation.settle(ctx)
}

// URL returns the URL of the current page, including its fragment.
func (tab *Tab) URL() string {
	tab.t.Helper()
	return answer[string](tab, "URL()", "url")
}

// WaitURL waits until the URL of the page ends with the suffix and the page is loaded.
func (tab *Tab) WaitURL(suffix string) {
	tab.t.Helper()
	tab.check(tab.until(func(ctx context.Context) error {
		var url string
		err := tab.ask(ctx, &url, "url")
		if err == nil && !strings.HasSuffix(url, suffix) {
			err = fmt.Errorf("the URL is %s", url)
		}
		return err
	}), "WaitURL(%q)", suffix)
}
