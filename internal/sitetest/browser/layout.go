package browser

import "context"

// Overflow describes how the page is wider than its window, naming the elements that stick out most and are not inside
// a scroll container of their own; it is empty if the page fits.
func (tab *Tab) Overflow() string {
	tab.t.Helper()
	var overflow string
	if err := tab.until(func(ctx context.Context) error { return tab.ask(ctx, &overflow, "overflow") }); err != nil {
		tab.fail(err, "Overflow()")
	}
	return overflow
}

// LayoutShift returns the sum of all layout shifts since the page began to load that no input of the reader caused.
func (tab *Tab) LayoutShift() float64 {
	tab.t.Helper()
	var shift float64
	if err := tab.until(func(ctx context.Context) error { return tab.ask(ctx, &shift, "layoutShift") }); err != nil {
		tab.fail(err, "LayoutShift()")
	}
	return shift
}
