@TP_ARR_010
Feature: TP_ARR_010 A REFER is charged at the answer only

  OMA CR 6.2.3.2. REFER, 202 and NOTIFY are no arrival; the referred user's 200 OK is.

  Scenario: Alice adds Bob, who lets it ring
    Given Alice is in a conference with Carol
    When Alice adds Bob to the conference, who lets it ring and then accepts
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives no SessionRequest(interim) before Bob accepts
