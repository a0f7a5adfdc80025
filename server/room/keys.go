package room

import "mockroom/server/interview"

// access finds the participant, or the open link, that a key belongs to.
func access(s *interview.State, key string) (Access, bool) {
	for id, p := range s.Participants {
		if p.Revoked {
			continue
		}
		for _, hash := range p.Tokens {
			if Matches(hash, key) {
				return Access{Participant: id, Role: p.Role}, true
			}
		}
	}
	return linkOf(s, key)
}

// linkAccess is access that looks at links first.
func linkAccess(s *interview.State, key string) (Access, bool) {
	if found, ok := linkOf(s, key); ok {
		return found, true
	}
	return access(s, key)
}

func linkOf(s *interview.State, key string) (Access, bool) {
	for _, i := range s.Invites {
		if !i.Revoked && i.KeyHash != "" && Matches(i.KeyHash, key) {
			return Access{Role: i.Role, Invite: i.ID}, true
		}
	}
	return Access{}, false
}
