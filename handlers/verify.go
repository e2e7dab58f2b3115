package handlers

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/translog"
	"lerr/internal/urls"
	"lerr/views"
)

// showVerify lists the fingerprints of everything that was published.
func (s *Site) showVerify(snap *snapshot, _ request) (*web.Unbuilt, error) {
	log, err := snap.signed()
	if err != nil {
		return nil, err
	}
	prints := views.Fingerprints{
		Key: log.Key, Size: int(log.Log.Size()), Root: log.Log.Root().String(), Checkpoint: log.Checkpoint, Witnesses: log.Cosigners(),
		Through: lastMoment(log.Log.Entries()), Texts: textsOf(log.Log.Entries()),
	}
	for _, r := range slices.Backward(log.State.Revisions) {
		files, err := s.fingerprints(snap, r)
		if err != nil {
			return nil, fmt.Errorf("fingerprints of %s revision %d: %w", r.Edition.Period, r.Number, err)
		}
		prints.Revisions = append(prints.Revisions, views.RevisionFingerprint{Revision: r.Revision, Files: files})
	}
	return web.Component(htmlHead, views.Verify)(views.NewVerifyPage(s.frame, snap.archive.NewestPublished(), prints), nil)
}

// fingerprints returns those of a revision's files, of each format the last one first. Where the log has none, they
// are those of the files as they are served.
func (s *Site) fingerprints(snap *snapshot, r translog.Revision) (files []views.FileFingerprint, err error) {
	for _, format := range slices.SortedFunc(maps.Keys(r.Files), byFormat) {
		for i, sum := range slices.Backward(r.Files[format]) {
			last := i == len(r.Files[format])-1
			files = append(files, views.FileFingerprint{Format: format, SHA256: sum, Earlier: !last})
		}
	}
	if r.State == report.Withdrawn {
		return files, nil
	}
	for _, format := range urls.Formats() {
		if len(r.Files[format]) > 0 {
			continue
		}
		served, err := s.serveFiles(snap, []string{urls.RevisionDownload(r.Edition.Period, r.Number, format)})
		if err != nil {
			return nil, err
		}
		files = append(files, views.FileFingerprint{Format: format, SHA256: served[0].digest(), Missing: true})
	}
	return files, nil
}

// byFormat orders the names of formats as urls.Formats does; others follow.
func byFormat(a, b string) int {
	rank := func(format string) int {
		if i := slices.Index(urls.Formats(), format); i >= 0 {
			return i
		}
		return len(urls.Formats())
	}
	return cmp.Or(rank(a)-rank(b), cmp.Compare(a, b))
}

// lastMoment returns the time of the last publication or withdrawal, zero if there was none.
func lastMoment(entries []translog.Entry) (last time.Time) {
	for _, e := range entries {
		if (e.Kind == translog.Publication || e.Kind == translog.Withdrawal) && e.At.After(last) {
			last = e.At
		}
	}
	return last
}

// textsOf returns the fingerprints of the program's texts, the last version's first.
func textsOf(entries []translog.Entry) (all []views.TextsFingerprint) {
	for _, e := range slices.Backward(entries) {
		if e.Kind == translog.Texts {
			all = append(all, views.TextsFingerprint{Version: e.Version, SHA256: e.SHA256})
		}
	}
	return all
}
