@TP_ARR_011
Feature: TP_ARR_011 A REFER with a list is charged at each answer

  OMA CR 6.2.3.2; RFC 5368. Each referred user who accepts is an arrival, who refuses is none.

  Scenario: Bob and Dave accept, Erin refuses
    Given Alice is in a conference with Carol
    And Erin will refuse with 480
    When Alice adds Bob, Dave and Erin to the conference by one list, and Erin refuses
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the Charging Enabler receives one SessionRequest(interim) for Dave's arrival
    And the Charging Enabler receives no SessionRequest(interim) for Erin's refused referral
