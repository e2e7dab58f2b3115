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

// repeat calls f at once and then in an interval until ctx ends.
func repeat(ctx context.Context, interval time.Duration, f func()) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		f()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
