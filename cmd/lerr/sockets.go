package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Names of the sockets that a service manager may open for serve, as FileDescriptorName= gives them.
const (
	publicSocket = "public"
	staffSocket  = "staff"
)

// socketOrder lists the sockets in the order in which they are passed without names.
var socketOrder = []string{publicSocket, staffSocket}

// firstSocket is the file descriptor of the first socket that is passed.
const firstSocket = 3

// inheritSockets returns the listeners that the service manager has opened, by name, and none if it opened none. It
// reads the variables of sd_listen_fds(3) and unsets them: they are for this process alone. The manager keeps the
// sockets open, so that connections that come during a restart wait in the kernel and none is refused.
func inheritSockets() (map[string]net.Listener, error) {
	pid, count, given := os.Getenv("LISTEN_PID"), os.Getenv("LISTEN_FDS"), os.Getenv("LISTEN_FDNAMES")
	for _, v := range []string{"LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES"} {
		_ = os.Unsetenv(v) // fails for no such name
	}
	if pid != strconv.Itoa(os.Getpid()) { // none, or those of a parent that has passed its environment on
		return nil, nil
	}
	names, err := nameSockets(count, given)
	if err != nil {
		return nil, usageError{err}
	}
	sockets := map[string]net.Listener{}
	for i, name := range names {
		// The listener has a descriptor of its own, which is closed on exec.
		file := os.NewFile(uintptr(firstSocket+i), name)
		l, err := net.FileListener(file)
		if err == nil && l.Addr().Network() != "tcp" {
			err = errors.Join(fmt.Errorf("it is at %s", l.Addr()), l.Close())
		}
		if err = errors.Join(err, file.Close()); err != nil {
			return nil, usageError{fmt.Errorf("the passed socket %s, file descriptor %d: %w; lerr serve needs a TCP socket that listens, such as ListenStream=8080 with Accept=no", name, firstSocket+i, err)}
		}
		sockets[name] = l
	}
	return sockets, nil
}

// nameSockets returns the names of passed sockets in their order, from LISTEN_FDS and LISTEN_FDNAMES.
func nameSockets(count, given string) ([]string, error) {
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 {
		return nil, fmt.Errorf("LISTEN_FDS is %q; it is the number of sockets that are passed", count)
	}
	const mend = "; name one public and one staff by FileDescriptorName="
	if n > len(socketOrder) {
		return nil, fmt.Errorf("LISTEN_FDS is %d, and lerr serve has %d addresses%s; ListenStream= with a port alone takes IPv4 and IPv6", n, len(socketOrder), mend)
	}
	names := strings.Split(given, ":")
	if given == "" || !slices.ContainsFunc(names, chosenName) {
		return socketOrder[:n], nil
	}
	if len(names) != n {
		return nil, fmt.Errorf("LISTEN_FDNAMES is %q, and LISTEN_FDS is %d; there is one name for each socket", given, n)
	}
	for i, name := range names {
		if !slices.Contains(socketOrder, name) {
			return nil, fmt.Errorf("LISTEN_FDNAMES has the name %q, which is no address of lerr serve%s", name, mend)
		}
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("LISTEN_FDNAMES has the name %q twice%s", name, mend)
		}
	}
	return names, nil
}

// chosenName reports whether somebody has chosen a socket's name. systemd names a socket without a name after its unit,
// and one of which it does not know the unit "unknown".
func chosenName(name string) bool {
	return name != "" && name != "unknown" && !strings.HasSuffix(name, ".socket")
}
