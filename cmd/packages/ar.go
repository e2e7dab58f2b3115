package main

import (
	"bytes"
	"fmt"
	"time"
)

// member is a file of an ar archive.
type member struct {
	name string // at most 16 bytes
	body []byte
}

// arArchive returns files as an archive in the common format of ar(5), which a Debian package has.
func arArchive(members []member, at time.Time) []byte {
	var out bytes.Buffer
	out.WriteString("!<arch>\n")
	for _, m := range members {
		fmt.Fprintf(&out, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", m.name, at.Unix(), 0, 0, 0o100644, len(m.body))
		out.Write(m.body)
		if len(m.body)%2 == 1 {
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}
