package dbtest

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// postgresUser returns the IDs of the user under which Debian's package runs the server. PostgreSQL does not run as root.
func postgresUser() (uid, gid int, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, false
	}
	uid, _ = strconv.Atoi(u.Uid)
	gid, _ = strconv.Atoi(u.Gid)
	return uid, gid, true
}

// asPostgres makes a child process run as that user if this one is root's.
func asPostgres() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setpgid: true} // an interrupt of the tests is not for it
	if uid, gid, ok := postgresUser(); ok {
		attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return attributes
}

// giveAway makes a directory that user's.
func giveAway(dir string) error {
	if uid, gid, ok := postgresUser(); ok {
		return os.Chown(dir, uid, gid)
	}
	return nil
}
