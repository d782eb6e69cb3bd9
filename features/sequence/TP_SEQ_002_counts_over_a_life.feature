@TP_SEQ_002
Feature: TP_SEQ_002 Every interim tells the count

  3GPP TS 32.299 7.2.117. Whatever came before: arrivals by invitation, by REFER, by joining; departures; a user who comes back.

  Scenario: Comings and goings
    Given Alice is in a conference with Bob and Carol
    And Bob has left the conference
    And Dave has joined the conference of Alice
    When Alice adds Bob to the conference
    And Carol and Alice leave the conference
    And Bob and Dave leave the conference
    Then all 4 arrivals and all departures of Alice's conference have their records and their counts
