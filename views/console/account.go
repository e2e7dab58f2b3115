package console

import (
	"strings"
	"time"

	"lerr/internal/staff"
)

// AccountPage shows people their own account.
type AccountPage struct {
	ConsolePage
	Roles    string
	Factors  []FactorRow
	Codes    int
	Sessions []staff.Session
}

// FactorRow is a second factor that can be removed.
type FactorRow struct {
	Name, Text, RemoveURL string
}

// sessionStates describes how far a session has come.
var sessionStates = map[staff.Step]string{
	staff.StepFull:         "Signed in",
	staff.StepSecondFactor: "Password given, waits for the second factor",
	staff.StepEnrol:        "Sets up a second factor",
}

// Clock formats a time for the console, to the minute.
func Clock(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }

// Browser returns the name and system of a browser from its User-Agent header, or the whole header.
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
