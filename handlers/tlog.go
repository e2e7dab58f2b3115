package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/translog"
	"lerr/internal/urls"
)

// signed returns the snapshot's transparency log, or report.ErrNotFound.
func (snap *snapshot) signed() (*translog.Signed, error) {
	if snap.log == nil {
		return nil, fmt.Errorf("transparency log: %w", report.ErrNotFound)
	}
	return snap.log, nil
}

// showCheckpoint returns the signed head of the log, with the cosignatures of witnesses that have come.
func (s *Site) showCheckpoint(snap *snapshot, _ request) (*web.Unbuilt, error) {
	log, err := snap.signed()
	if err != nil {
		return nil, err
	}
	return web.Text(documentHead(mediaText))([]byte(log.Checkpoint), nil)
}

// showLogKey returns the log's public key.
func (s *Site) showLogKey(snap *snapshot, _ request) (*web.Unbuilt, error) {
	log, err := snap.signed()
	if err != nil {
		return nil, err
	}
	return web.Text(documentHead(mediaText))([]byte(log.Key+"\n"), nil)
}

// showTile returns a tile or an entry bundle, of this size of the log or of an earlier one.
func (s *Site) showTile(snap *snapshot, q request) (*web.Unbuilt, error) {
	log, err := snap.signed()
	if err != nil {
		return nil, err
	}
	body, err := log.Log.Tile(strings.TrimPrefix(q.address, urls.Log))
	if err != nil {
		return nil, err
	}
	head := pagecache.Head{Type: mediaTile, CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true}
	_, hashes := q.vars["level"]
	head.Packed = hashes // which do not compress
	return web.Text(head)(body, nil)
}

// lastTile returns the last bundle of entries, as an example of the variable "tile".
func lastTile(log *translog.Signed) (tile string) {
	for _, path := range log.Log.TilePaths() {
		if rest, ok := strings.CutPrefix(path, "tile/entries/"); ok {
			tile = rest
		}
	}
	return tile
}

// showProof returns the proof that a revision's publication is in the log. That of a withdrawn revision stays: it
// holds no figures.
func (s *Site) showProof(snap *snapshot, q request) (*web.Unbuilt, error) {
	log, err := snap.signed()
	if err != nil {
		return nil, err
	}
	period, err := report.ParsePeriod(q.vars["period"])
	if err != nil {
		return nil, fmt.Errorf("period %q: %w", q.vars["period"], report.ErrNotFound)
	}
	number, err := strconv.Atoi(q.vars["revision"])
	if err != nil {
		return nil, fmt.Errorf("revision %q: %w", q.vars["revision"], report.ErrNotFound)
	}
	revision, ok := log.State.Revision(period, number)
	if !ok {
		return nil, fmt.Errorf("%s revision %d: %w", period, number, report.ErrNotFound)
	}
	proof, err := log.Proof(revision.Index)
	if err != nil {
		return nil, err
	}
	return web.Text(documentHead(mediaText))([]byte(proof), nil)
}
