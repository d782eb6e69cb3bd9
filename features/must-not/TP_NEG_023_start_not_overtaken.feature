@TP_NEG_023
Feature: TP_NEG_023 Nothing overtakes START

  RFC 6733 8.2 and 9.5. An accounting session begins with its START, however long that waits for its Response.

  Scenario: Bob answers while START waits for its Response
    Given the Charging Enabler takes 800 ms for the Response to START
    And Alice is in a conference of her own, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And nothing overtakes the START of Alice's conference
