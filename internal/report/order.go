package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Order is a sort order of a table's rows: names ascending, figures descending.
type Order string

// The orders. Addresses use these names.
const (
	ByName        Order = "name"
	ByRequests    Order = "requests"
	ByAccounts    Order = "accounts"
	ByContent     Order = "content"
	ByNonContent  Order = "non-content"
	ByNoData      Order = "no-data"
	ByRejected    Order = "rejected"
	ByContentRate Order = "content-rate"
)

// Orders returns every order.
func Orders() []Order {
	return []Order{ByName, ByRequests, ByAccounts, ByContent, ByNonContent, ByNoData, ByRejected, ByContentRate}
}

// ParseOrder parses an order. It fails with ErrNotFound, since an order is part of an address.
func ParseOrder(s string) (Order, error) {
	if slices.Contains(Orders(), Order(s)) {
		return Order(s), nil
	}
	return "", fmt.Errorf("order %q: want one of %v: %w", s, Orders(), ErrNotFound)
}

// Column returns the index in Counts.Figures of the count that o sorts by, or -1 if o sorts by
// something else.
func (o Order) Column() int {
	return slices.Index(columns[:], strings.ReplaceAll(string(o), "-", "_"))
}

// key returns the sort key of a row: rows with larger keys come first.
func (o Order) key(c Counts) int {
	if o == ByContentRate {
		if rate := c.Rate(0); !rate.IsFew() {
			return int(rate.Permille)
		}
		return -1 // after all rates, since too few requests have no percentage
	}
	if i := o.Column(); i >= 0 {
		if !c.Has(i) {
			return -1 // after all figures
		}
		return c.Figures()[i]
	}
	return 0
}

// Sorted returns the rows of countries that lie in place, in an order, without requests that have no
// country. Rows with equal keys are in the order of names.
func (t Table) Sorted(order Order, place Place, places *Places) []Row {
	var rows []Row
	names := map[string]string{}
	for _, r := range t.Rows {
		if c, ok := places.Country(r.Country); ok && place.Contains(c) && !c.IsNoCountry() {
			rows = append(rows, r)
			names[r.Country] = NameKey(c.Name)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(order.key(b.Counts)-order.key(a.Counts), strings.Compare(names[a.Country], names[b.Country]))
	})
	return rows
}
