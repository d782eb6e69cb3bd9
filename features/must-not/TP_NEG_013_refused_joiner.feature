@TP_NEG_013
Feature: TP_NEG_013 A user who is not let in is not charged

  3GPP TS 32.299 6.1.0 and 7.2.117. Nobody arrived, and nobody is counted.

  Scenario: Bob was expelled and calls again
    Given the server lets nobody back in whom it expelled
    And Alice is in a conference with Bob, Carol and Dave
    And the server has expelled Bob from the conference of Alice
    When Bob tries to join the conference of Alice and is refused
    And Carol leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Carol's departure
    And that record's Number-Of-Participants is the number of users attached after the departure

  Scenario: Nothing comes for Bob
    Given the server lets nobody back in whom it expelled
    And Alice is in a conference with Bob, Carol and Dave
    And the server has expelled Bob from the conference of Alice
    When Bob tries to join the conference of Alice and is refused
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's refused attempt to join
