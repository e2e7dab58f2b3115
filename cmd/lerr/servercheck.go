package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"lerr/internal/store"
)

// maxClockOffset is the difference to the clock of the database's server from which a start is refused: of several
// processes, the one whose clock is ahead would release first.
const maxClockOffset = 2 * time.Second

// checkServer refuses a clock that differs from that of the database's server, and warns of commits that a failure of
// that server could lose.
func checkServer(ctx context.Context, db *store.DB, log *slog.Logger) error {
	state, err := db.Server(ctx)
	if err != nil {
		return err
	}
	if state.ClockOffset.Abs() > maxClockOffset {
		return usageError{fmt.Errorf("--db: the clock of the database's server differs from this machine's by %s; set both, for instance by\n  timedatectl set-ntp true", state.ClockOffset.Round(time.Millisecond))}
	}
	if text := riskOf(state); text != "" {
		log.Warn("start: standby", "found", text)
	}
	log.Info("database", "server", state.Version, "synchronous standbys", state.Standbys)
	return nil
}

// riskOf says what a failure of the database's server could lose, and what mends it; "" if a standby has all that is
// committed.
func riskOf(s store.ServerState) string {
	switch {
	case !s.Durable:
		return "synchronous_commit or fsync is off, so that a failure of the server loses what was reported as saved; turn both on"
	case s.Standbys == 0:
		return "no synchronous standby is connected, so that a failure of the server's disk loses what was saved since the last backup; name standbys in synchronous_standby_names, or GRANT pg_read_all_stats, if there are some that lerr cannot see"
	case s.WaitsForOne:
		return "commits wait for one standby by name, and hang while it is away; let any of two be enough: synchronous_standby_names = 'ANY 1 (a, b)'"
	}
	return ""
}
