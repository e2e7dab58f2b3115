package main

import (
	"context"
	"log/slog"
	"time"
)

// repeatLogged calls step at once and then in an interval until ctx ends. It logs an error with a message, and once
// as long as the same error follows.
func repeatLogged(ctx context.Context, interval time.Duration, log *slog.Logger, message string, step func(context.Context) error) {
	last := ""
	repeat(ctx, interval, func() {
		text := ""
		if err := step(ctx); err != nil && ctx.Err() == nil {
			if text = err.Error(); text != last {
				log.Error(message, "error", err)
			}
		}
		last = text
	})
}

// repeat calls f at once and then in an interval until ctx ends, at multiples of the interval: what has the same
// interval wakes an idle processor once.
func repeat(ctx context.Context, interval time.Duration, f func()) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		f()
		now := time.Now()
		timer.Reset(now.Truncate(interval).Add(interval).Sub(now))
	}
}
