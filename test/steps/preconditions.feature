Feature: What a step throws

  Scenario: the server took it away
    When the server has taken it away

  Scenario: trouble of ours
    When 1 of our sockets breaks
