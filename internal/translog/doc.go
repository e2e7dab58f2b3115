// Package translog is the transparency log: an append-only Merkle tree over an entry for each change of what the public
// site shows. It holds the entries, the tree with its checkpoint, tiles and proofs, the replay of the entries into the
// public state, the auditor that reads a site's log from outside, and the client of witnesses. It keeps nothing: a
// Log is a value over the bytes of its entries. The formats are those of C2SP: tlog-checkpoint, tlog-tiles,
// tlog-proof, tlog-witness and signed-note.
//
// It is a package of its own since both sides need it: the site that writes the log, and the auditor, which trusts
// nothing that the site computes.
package translog
