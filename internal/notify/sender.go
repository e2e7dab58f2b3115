package notify

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

const (
	// pollInterval is the time between two looks into the outbox.
	pollInterval = time.Second
	// sendTimeout bounds one attempt, from the name of the host to the answer.
	sendTimeout = 20 * time.Second
	// GiveUpAfter is the age from which a message is not tried any more.
	GiveUpAfter = 72 * time.Hour
	// firstRetry is the time from the first attempt to the second. Each further one takes four times as long, up to
	// longestRetry.
	firstRetry   = 5 * time.Second
	longestRetry = time.Hour
	// batch bounds the deliveries that are looked at together.
	batch = 20
)

// Options configures a Sender.
type Options struct {
	Outbox   Outbox
	Channels []Channel // none sends nothing
	Now      func() time.Time
	Log      *slog.Logger
	// Link returns the absolute address of the page on a draft, or of the console for an empty ID.
	Link func(draft string) string
}

// Sender delivers what is in the outbox over all of its channels.
type Sender struct {
	Options
	mu     sync.Mutex
	oldest map[string]time.Time // of what waits, by channel
}

// NewSender returns a sender, which sends while it runs.
func NewSender(o Options) *Sender { return &Sender{Options: o, oldest: map[string]time.Time{}} }

// Run delivers until ctx ends. Channels do not wait for each other.
func (s *Sender) Run(ctx context.Context) {
	var running sync.WaitGroup
	for _, c := range s.Channels {
		running.Go(func() { s.run(ctx, c) })
	}
	running.Wait()
}

func (s *Sender) run(ctx context.Context, c Channel) {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	last := ""
	for {
		text := ""
		if err := s.Step(ctx, c); err != nil && ctx.Err() == nil {
			if text = err.Error(); text != last {
				s.Log.Error("notifications", "channel", c.Name(), "error", err)
			}
		}
		last = text
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Step makes one attempt at each delivery over a channel that is due. Its error is the outbox's.
func (s *Sender) Step(ctx context.Context, c Channel) error {
	since := s.Now().Add(-GiveUpAfter)
	due, err := s.Outbox.DueDeliveries(ctx, c.Name(), s.Now(), since, batch)
	for _, d := range due {
		if err == nil && ctx.Err() == nil {
			err = s.deliver(ctx, c, d)
		}
	}
	oldest, failed := s.Outbox.OldestWaiting(ctx, c.Name(), since)
	if failed == nil {
		s.mu.Lock()
		s.oldest[c.Name()] = oldest
		s.mu.Unlock()
	}
	return errors.Join(err, failed)
}

// deliver makes one attempt. It is stored before it is made, with the time of the next one: a program that dies in the
// middle repeats the message then, with the same ID.
func (s *Sender) deliver(ctx context.Context, c Channel, d Delivery) error {
	now := s.Now()
	over := !now.Before(d.At.Add(GiveUpAfter)) || !d.Until.IsZero() && !now.Before(d.Until)
	if !over {
		d.Tried, d.Next = now, now.Add(retryDelay(d.Attempts))
		d.Attempts++
		if mine, err := s.Outbox.BeginDelivery(ctx, d); err != nil || !mine {
			return err
		}
		sending, cancel := context.WithTimeout(ctx, sendTimeout)
		err := c.Send(sending, d.Message, s.Link(d.Draft), now)
		cancel()
		if ctx.Err() != nil {
			return nil // the program ends
		}
		if d.State, d.Error = Delivered, ""; err != nil {
			d.State, d.Error = Waiting, err.Error()
			if d.Attempts == 1 {
				s.Log.Warn("a notification was not delivered, and is tried again", "channel", c.Name(), "kind", string(d.Kind), "id", d.ID, "error", err)
			}
			if errors.Is(err, ErrGone) {
				over = true
			}
		}
	}
	if over {
		d.State = GivenUp
		s.Log.Error("a notification is given up", "channel", c.Name(), "kind", string(d.Kind), "id", d.ID, "attempts", d.Attempts, "error", d.Error)
	}
	return s.Outbox.EndDelivery(ctx, d)
}

// ErrGone means that a receiver wants no more messages.
var ErrGone = errors.New("the receiver says that it is gone for good (410)")

// retryDelay returns the time until the next attempt, after some that were made before this one.
func retryDelay(before int) time.Duration {
	delay := firstRetry
	for ; before > 0 && delay < longestRetry; before-- {
		delay *= 4
	}
	return min(delay, longestRetry)
}

// OldestAge returns the age of the oldest message that waits for one of the channels; zero if none does.
func (s *Sender) OldestAge() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var age time.Duration
	for _, at := range s.oldest {
		if !at.IsZero() {
			age = max(age, s.Now().Sub(at))
		}
	}
	return age
}
