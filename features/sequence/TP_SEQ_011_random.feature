@TP_SEQ_011
Feature: TP_SEQ_011 Random comings and goings

  OMA CR 6.2.3.2. Guests join, are added, refuse and leave, some at the same time; the seed makes it the same every time.

  Scenario: Twelve rounds from seed 1
    Given Alice is in a conference with Bob and Carol
    When guests come and go at random in the conference of Alice, 12 rounds from seed 1
    Then all 9 arrivals and all departures of Alice's conference have their records and their counts
