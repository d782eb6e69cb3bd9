@TP_ERR_019
Feature: TP_ERR_019 SIP does not wait for charging

  Offline charging reports a service and does not hold it up: who joins or leaves is answered before the Response comes.

  Scenario: Bob joins and leaves while each Response takes its time
    Given Alice is in a conference with Carol
    And the Charging Enabler takes 800 ms for each Response
    When Bob joins the conference of Alice
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And the server's answer to Bob's joining does not wait for the Response
    When Bob leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And the server's answer to Bob's leaving does not wait for the Response
