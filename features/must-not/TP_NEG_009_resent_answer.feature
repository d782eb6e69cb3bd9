@TP_NEG_009
Feature: TP_NEG_009 A retransmitted 200 OK is not charged again

  RFC 3261 17.1.1. A repeated 2xx is acknowledged again and means nothing new.

  Scenario: Bob's 200 OK comes twice
    Given Alice is in a conference with Bob and Carol
    When Bob's 200 reaches the server again
    Then the Charging Enabler receives no SessionRequest(interim) for the 200 that Bob sent again
