package notify

import (
	"context"
	"time"
)

// State is the progress of a delivery.
type State string

// The states of a delivery.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	GivenUp   State = "given up"
)

// Delivery is a message on its way over one channel.
type Delivery struct {
	Message
	Channel  string // its name
	State    State
	Attempts int
	Next     time.Time // of the next attempt, while it waits
	Tried    time.Time // the last attempt; zero before the first
	Error    string    // of the last attempt; empty if it succeeded
}

// Outbox stores messages until they are delivered, and the last ones after that. What adds a message to it is in the
// transaction of what the message tells of.
type Outbox interface {
	// DueDeliveries returns the deliveries over a channel that wait for an attempt at a time, the oldest message
	// first, at most limit. Messages from before since that were never tried are left out.
	DueDeliveries(ctx context.Context, channel string, now, since time.Time, limit int) ([]Delivery, error)
	// BeginDelivery stores a delivery with one attempt more. It reports false if another process was faster.
	BeginDelivery(ctx context.Context, d Delivery) (bool, error)
	// EndDelivery stores what came of the attempt.
	EndDelivery(ctx context.Context, d Delivery) error
	// OldestWaiting returns the time of the oldest message from since on that waits for a channel; zero if none does.
	OldestWaiting(ctx context.Context, channel string, since time.Time) (time.Time, error)
	// Deliveries returns the last deliveries that were tried, the newest message first, at most limit.
	Deliveries(ctx context.Context, limit int) ([]Delivery, error)
}

// Channel is a way to somebody who is told.
type Channel interface {
	// Name is stored with each delivery. It holds no secret.
	Name() string
	// Description says for the console where messages go, without secrets.
	Description() string
	// Send sends a message once, at a time. link is the page that says more. Its error holds no secret.
	Send(ctx context.Context, m Message, link string, now time.Time) error
}
