@TP_SEQ_010
Feature: TP_SEQ_010 A crowd comes and goes

  OMA CR 6.2.3.2 steps 1 and 2; 3GPP TS 32.299 7.2.117. However many arrive and leave, each has its record, and the count comes back.

  Scenario: Two hundred arrive and leave
    Given Alice is in a conference with Bob
    When a crowd of 200 joins the conference of Alice and leaves it again
    And Bob and Alice leave the conference
    Then all 201 arrivals and all departures of Alice's conference have their records and their counts
