@TP_ARR_021
Feature: TP_ARR_021 An arrival by another 2xx

  OMA CR 6.2.3.2 speaks of a 200 OK, 3GPP TS 32.260 T5.2.1.1-2 of any 2xx. Either is legal; what was seen is told.

  Scenario: Bob accepts with 202
    Given Alice is in a conference with Carol
    And Bob will accept with 202
    When Alice adds Bob to the conference
    Then it is told whether Bob's arrival was charged
