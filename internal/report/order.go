package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Order is what the rows of a table are sorted by. Names go from A to Z, figures from the largest.
type Order string

// The orders, named as addresses write them.
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

// Orders lists every order.
func Orders() []Order {
	return []Order{ByName, ByRequests, ByAccounts, ByContent, ByNonContent, ByNoData, ByRejected, ByContentRate}
}

// ParseOrder reads an order. The error is ErrNotFound: an order is a part of an address.
func ParseOrder(s string) (Order, error) {
	if slices.Contains(Orders(), Order(s)) {
		return Order(s), nil
	}
	return "", fmt.Errorf("order %q: want one of %v: %w", s, Orders(), ErrNotFound)
}

// key is what a row is sorted by, the larger the earlier. Rates of few come after all others: they
// have no percentage that could be compared.
func (o Order) key(c Counts) int {
	switch o {
	case ByRequests:
		return c.Requests
	case ByAccounts:
		return c.Accounts
	case ByContent:
		return c.Content
	case ByNonContent:
		return c.NonContent
	case ByNoData:
		return c.NoData
	case ByRejected:
		return c.Rejected
	case ByContentRate:
		if rate := c.Rate(0); !rate.IsFew() {
			return int(rate.Permille)
		}
		return -1
	}
	return 0
}

// Sorted lists the rows of the countries that lie in the place in an order. Rows that are alike in
// it stand by name.
func (t Table) Sorted(order Order, place Place, places *Places) []Row {
	var rows []Row
	names := map[string]string{}
	for _, r := range t.Rows {
		if c, ok := places.Country(r.Country); ok && place.Contains(c) {
			rows = append(rows, r)
			names[r.Country] = NameKey(c.Name)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(order.key(b.Counts)-order.key(a.Counts), strings.Compare(names[a.Country], names[b.Country]))
	})
	return rows
}
