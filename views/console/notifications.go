package console

import (
	"time"

	"lerr/internal/notify"
	"lerr/views"
)

// NotificationsPage shows whom notifications reach, and the last deliveries.
type NotificationsPage struct {
	ConsolePage
	Channels    []string          // descriptions, without secrets
	Deliveries  []notify.Delivery // the newest message first
	GiveUpAfter time.Duration
}

// failing returns the number of deliveries shown that are given up or wait after a failure.
func (m NotificationsPage) failing() (n int) {
	for _, d := range m.Deliveries {
		if d.State != notify.Delivered && d.Error != "" || d.State == notify.GivenUp {
			n++
		}
	}
	return n
}

// deliveryState says how far a delivery has come.
func deliveryState(d notify.Delivery) string {
	attempts := views.Plural(d.Attempts, "attempt", "attempts")
	switch d.State {
	case notify.Delivered:
		return "delivered " + Clock(d.Tried)
	case notify.GivenUp:
		return "given up after " + attempts
	}
	return attempts + ", the next " + Clock(d.Next)
}
