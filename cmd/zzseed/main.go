package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
	"lerr/internal/translog"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	ctx := context.Background()
	path := os.Args[1]
	secret := must(os.ReadFile(path + ".log-key"))
	key := must(translog.ParseKey(secret))
	db := must(store.Open(ctx, path, &store.Seal{Key: key, HeadFile: path + ".log-key.head"}))
	s := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now})
	p := report.Period{Year: 2019, Half: 2}
	ref := func(name string, p report.Period) publish.AnnouncementRef {
		r := publish.AnnouncementRef{Actor: publish.Actor{Name: name, Editor: true, Approver: true}, Period: p}
		for _, a := range must(s.Announcements(ctx)) {
			if a.Period == p {
				r.Version = a.Version
			}
		}
		return r
	}
	say := func(p report.Period, c report.AnnouncementChange, approve bool) {
		must(s.Propose(ctx, ref("ann", p), c))
		if approve {
			must(s.ApproveAnnouncement(ctx, ref("bob", p)))
		}
	}
	third := time.Date(2027, 3, 3, 9, 0, 0, 0, time.UTC)
	say(p, report.AnnouncementChange{Month: report.Month{Year: 2027, Month: 3}}, true)
	say(p, report.AnnouncementChange{Release: third, Zone: "Europe/Berlin"}, true)
	if len(os.Args) > 2 {
		say(p, report.AnnouncementChange{Release: third.AddDate(0, 0, 35).Add(-time.Hour), Zone: "Europe/Berlin", Reason: "Figures of one country came late and are being checked against the source."}, true)
		say(p.Next(), report.AnnouncementChange{Month: report.Month{Year: 2027, Month: 9}}, true)
		n := p.Next().Next()
		say(n, report.AnnouncementChange{Month: report.Month{Year: 2027, Month: 12}}, true)
		say(n, report.AnnouncementChange{Cancelled: true, Reason: "This half-year is published together with the next one."}, true)
		say(p.Next(), report.AnnouncementChange{Release: time.Date(2027, 9, 14, 8, 0, 0, 0, time.UTC), Zone: "Europe/Berlin"}, false)
		soon := time.Now().Add(70 * time.Second).Truncate(time.Minute).Add(time.Minute)
		if len(os.Args) > 3 {
			say(n.Next(), report.AnnouncementChange{Release: soon.UTC(), Zone: "UTC"}, true)
		}
	}
	fmt.Println(db.Close())
}
