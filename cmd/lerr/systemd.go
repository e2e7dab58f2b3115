package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strconv"
	"time"
)

// serviceManager is systemd, or another program that started this one and speaks sd_notify(3).
type serviceManager struct {
	address  string        // of its socket; empty if it wants to know nothing
	watchdog time.Duration // after which it ends a process that is silent; 0 if never
	log      *slog.Logger
}

// newServiceManager returns the manager that the environment names. It unsets the variables, which are for this process
// alone.
func newServiceManager(log *slog.Logger) (*serviceManager, error) {
	m := &serviceManager{address: os.Getenv("NOTIFY_SOCKET"), log: log}
	interval, pid := os.Getenv("WATCHDOG_USEC"), os.Getenv("WATCHDOG_PID")
	for _, v := range []string{"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"} {
		_ = os.Unsetenv(v) // fails for no such name
	}
	if interval == "" || pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return m, nil
	}
	n, err := strconv.ParseInt(interval, 10, 64)
	if m.watchdog = time.Duration(n) * time.Microsecond; err != nil || m.watchdog <= 0 {
		return nil, usageError{fmt.Errorf("WATCHDOG_USEC is %q; it is a number of microseconds", interval)}
	}
	return m, nil
}

// tell reports a state, such as READY=1, and logs if the manager cannot be told.
func (m *serviceManager) tell(state string) {
	if err := m.send(state); err != nil {
		m.log.Warn("the service manager could not be told", "state", state, "error", err)
	}
}

// send sends a state. An address that begins with @ is abstract.
func (m *serviceManager) send(state string) error {
	if m.address == "" {
		return nil
	}
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: m.address, Net: "unixgram"})
	if err != nil {
		return err
	}
	_, err = c.Write([]byte(state))
	return errors.Join(err, c.Close())
}

var errStuck = errors.New("the scheduler has been in one step for too long; the service manager will restart the program")

// keepAlive tells the manager, until ctx ends, that the program works: that a step of the scheduler has ended, within the
// watchdog's time. Whether it ended with an error makes no difference. If the database cannot be reached or a release
// fails, the scheduler says so and readers get what is in memory; a restart would take that from them, too.
func (m *serviceManager) keepAlive(ctx context.Context, sinceStep func() time.Duration) {
	if m.watchdog == 0 {
		return
	}
	repeatLogged(ctx, m.watchdog/2, m.log, "watchdog", func(context.Context) error {
		if sinceStep() > m.watchdog {
			return errStuck
		}
		return m.send("WATCHDOG=1")
	})
}
