package main

import (
	"context"
	"log/slog"
	"time"

	"lerr/internal/store"
)

// followInterval is the time between two looks at whether other machines have moved the head of the log.
const followInterval = time.Second

// follower keeps this machine's copy of the head as new as the database on the server, which other machines write, too.
// An old copy of that database is then noticed on every machine.
type follower struct {
	db   *store.DB
	seen func() int // number of changes that the scheduler has seen; asks the database nothing
	log  *slog.Logger
	last int
}

// run follows until ctx ends. It logs an error once and tries again.
func (f *follower) run(ctx context.Context) {
	repeatLogged(ctx, followInterval, f.log, "head of the log", f.step)
}

// step follows if anything was stored since the last step.
func (f *follower) step(ctx context.Context) error {
	seen := f.seen()
	if seen == f.last {
		return nil
	}
	if err := f.db.FollowHead(ctx); err != nil {
		return err
	}
	f.last = seen
	return nil
}
