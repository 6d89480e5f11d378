using VoiceAgent.Sandbox.Cli;

return await SandboxCommand.RunAsync(args);
