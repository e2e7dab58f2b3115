package store

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// channel is that on which processes on a server wake each other.
	channel = "lerr"
	// serverLook and fileLook are the longest times between two questions for changes: whether anything says that there
	// are some or not, this process sees what is stored. Of a file, it is almost certain that the log says so.
	serverLook = time.Second
	fileLook   = 5 * time.Second
	// listenRetry is the time after which a lost connection is made again.
	listenRetry = time.Second
)

// lastLook is the answer to the last question for changes.
type lastLook struct {
	mu       sync.Mutex
	position int
	at       time.Time // zero if it is outdated
	kept     bool      // while something listens
}

// outdate makes the next question go to the database.
func (l *lastLook) outdate() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.at = time.Time{}
}

func (l *lastLook) keep(yes bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept, l.at = yes, time.Time{}
}

// look returns the position of the last event: as ask found it less than an interval ago, if something listens, or as it
// finds it now. One question is asked at a time.
func (l *lastLook) look(interval time.Duration, ask func() (int, error)) (int, error) {
	l.mu.Lock()
	if l.kept && time.Since(l.at) < interval {
		defer l.mu.Unlock()
		return l.position, nil
	}
	l.at = time.Now() // what is committed from here on outdates it
	l.mu.Unlock()
	position, err := ask()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.at = time.Time{}
	} else {
		l.position = position
	}
	return position, err
}

func (e *postgresEngine) changes(ctx context.Context) (int, error) {
	return e.last.look(serverLook, func() (int, error) {
		asking, cancel := context.WithTimeout(ctx, lookTimeout)
		defer cancel()
		return get(asking, e.reader, column[int], selectChanges)
	})
}

// Listen notes what other processes store until ctx ends, so that Changes costs at most one query a second, however often
// it is called.
func (db *DB) Listen(ctx context.Context) { db.engine.listen(ctx) }

func (e *postgresEngine) listen(ctx context.Context) {
	e.last.keep(true)
	defer e.last.keep(false)
	for ctx.Err() == nil {
		e.listenOnce(ctx)
		e.last.outdate()
		select {
		case <-ctx.Done():
		case <-time.After(listenRetry):
		}
	}
}

// listenOnce listens until the connection is lost.
func (e *postgresEngine) listenOnce(ctx context.Context) {
	conn, err := pgx.ConnectConfig(ctx, e.config.Copy())
	if err != nil {
		return // the next question for changes says why
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectTimeout)
		defer cancel()
		_ = conn.Close(closing)
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return
	}
	for {
		e.last.outdate()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return
		}
	}
}
