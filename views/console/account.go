package console

import (
	"strings"
	"time"
)

// AccountPage is a person's own account.
type AccountPage struct {
	ConsolePage
	Roles    string
	Factors  []FactorRow
	Codes    int
	Sessions []SessionRow
}

// FactorRow is a second factor that can be removed.
type FactorRow struct {
	Name, Text, RemoveURL string
}

// SessionRow is one browser that is signed in.
type SessionRow struct {
	Browser, Address string
	State            string
	Began, Seen      string
	Current          bool   // the browser that reads this page
	EndURL           string // empty where it cannot be ended by itself
}

func (m AccountPage) others() int { return len(m.Sessions) - 1 }

// Clock writes a time on the console, where days alone do not do.
func Clock(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }

// Browser names a browser by what it says of itself; the whole of it when it says nothing known.
func Browser(agent string) string {
	name := ""
	for _, b := range [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	} {
		if strings.Contains(agent, b[0]) {
			name = b[1]
			break
		}
	}
	if name == "" {
		if agent == "" {
			return "A browser that does not say what it is"
		}
		return agent
	}
	for _, s := range [][2]string{
		{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	} {
		if strings.Contains(agent, s[0]) {
			return name + " on " + s[1]
		}
	}
	return name
}
