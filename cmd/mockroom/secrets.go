package main

import (
	"mockroom/server/interview"
	"mockroom/server/room"
)

// secrets makes the keys of an imported session.
type secrets struct{}

func (secrets) Link() string { return "i-" + room.NewSecret()[:12] }

func (secrets) Key() (secret, hash string) {
	secret = room.NewSecret()
	return secret, room.Hash(secret)
}

func (secrets) Person() interview.PersonID { return interview.PersonID(room.NewSecret()) }
