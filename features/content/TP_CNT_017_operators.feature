@TP_CNT_017
Feature: TP_CNT_017 A record tells between which operators

  3GPP TS 32.299 7.2.80. Inter-Operator-Identifier names the networks as P-Charging-Vector does; what SIP does not tell is the server's to know.

  Scenario: Bob joins from his operator's network
    Given Alice is in a conference with Carol
    When Bob joins the conference of Alice
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's Inter-Operator-Identifier names the operators of the leg
