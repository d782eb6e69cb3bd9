@TP_ARR_013
Feature: TP_ARR_013 Members of a group are charged as they answer

  OMA CR 6.2.3.2. An INVITE to a group invites its members; each 200 OK is an arrival.

  Scenario: Alice opens the session of the group
    Given the server has a group of Alice, Bob and Carol
    And Alice opens the session of the group, and it rings at Bob and Carol
    When Bob and Carol accept the invitations one after the other
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Carol's arrival
