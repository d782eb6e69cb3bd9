@TP_ARR_024
Feature: TP_ARR_024 A served user's own arrival is charged

  RFC 6733 9.5; OMA CR 6.2.3.2. Where each served user has an accounting session, its 200 OK opens it (LV-15).

  Scenario: Bob calls the conference
    Given Alice is in a conference with Carol
    When Bob joins the conference of Alice
    Then the Charging Enabler receives one SessionRequest(start) for Bob's own arrival
