package console

import (
	"cmp"
	"strings"
	"time"

	"lerr/internal/staff"
)

// AccountPage shows people their own account.
type AccountPage struct {
	ConsolePage
	Roles    staff.Roles
	Factors  staff.Factors
	Sessions []staff.Session
}

// hasSpare reports whether a second factor can be removed, as another is left.
func (m AccountPage) hasSpare() bool {
	return len(m.Factors.Passkeys) > 1 || len(m.Factors.Passkeys) == 1 && !m.Factors.TOTPSince.IsZero()
}

func lastUsed(p staff.Passkey) string {
	if p.UsedAt.IsZero() {
		return "passkey, not used yet"
	}
	return "passkey, last used " + Clock(p.UsedAt)
}

// sessionStates describes how far a session has come.
var sessionStates = map[staff.Step]string{
	staff.StepFull:         "Signed in",
	staff.StepSecondFactor: "Password given, waits for the second factor",
	staff.StepEnrol:        "Sets up a second factor",
}

// Clock formats a time for the console, to the minute.
func Clock(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }

// browsers and systems pair a part of User-Agent headers with a name. The first part that a header has counts.
var (
	browsers = [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems  = [][2]string{
		{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	}
)

// Browser returns the name and system of a browser from its User-Agent header, or the whole header.
func Browser(agent string) string {
	find := func(names [][2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return ""
	}
	name, system := find(browsers), find(systems)
	switch {
	case name == "":
		return cmp.Or(agent, "A browser that does not say what it is")
	case system == "":
		return name
	}
	return name + " on " + system
}
