// Package notify tells staff by webhook and mail what has happened to drafts and releases.
//
// It owns the messages, their texts and their delivery, knows no figure, and stores nothing itself: messages are
// written to an Outbox in the transaction of what they tell of, and a Sender delivers them from there, at least once
// and with the same ID at each attempt. Nothing waits for it. Start reading at message.go, then sender.go.
package notify
